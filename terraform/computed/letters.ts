import { createHmac } from "node:crypto";

/**
 * Letters of an alphabet that look random and follow from a seed and a name alone: the same on every machine and in
 * every run.
 */
export function lettersFrom(seed: string, name: readonly string[], length: number, alphabet: string): string {
  let letters = "";
  for (let block = 0; letters.length < length; block++) {
    const digest = createHmac("sha256", seed)
      .update(JSON.stringify([...name, block]))
      .digest();
    // 32 bits a letter leave next to nothing of the bias that a remainder has.
    for (let i = 0; i + 4 <= digest.length && letters.length < length; i += 4) {
      letters += alphabet[digest.readUInt32BE(i) % alphabet.length];
    }
  }
  return letters;
}
