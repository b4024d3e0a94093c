import { TestRuntime } from "./functions.ts";

/** A program that prints `done` and runs a function which prints by every way out; a test runs it and reads its output. */
async function main(): Promise<void> {
  const lambda = new TestRuntime();
  const code = `const fs = require("fs");
    exports.handler = async (event) => {
      console.log("LEAK"); console.error("LEAK"); console.dir("LEAK"); console.trace("LEAK");
      process.stdout.write("LEAK\\n"); process.stderr.write("LEAK"); process._rawDebug("LEAK");
      fs.writeSync(1, "LEAK\\n"); fs.writeSync(2, Buffer.from("LEAK\\n")); fs.writevSync(1, [Buffer.from("LEAK")]);
      fs.appendFileSync(2, "LEAK"); fs.createWriteStream(null, { fd: 1, autoClose: false }).write("LEAK");
      process.emitWarning("LEAK"); process.emitWarning("LEAK", "DeprecationWarning");
      await new Promise((r) => setTimeout(r, 10));
      if (event === "crash") { setTimeout(() => { throw new Error("LEAK") }); await new Promise((r) => setTimeout(r, 1000)); }
      if (event === "loop") for (;;);
    }`;
  const printing = lambda.add(code, { timeoutSeconds: 0.2 });
  for (const event of ["", "crash", "loop"]) await printing.invoke(event);
  const broken = lambda.add("throw new Error('LEAK')", {
    environment: { NODE_OPTIONS: "--enable-source-maps" },
  });
  await broken.invoke({});
  const leaks = lambda.lines.filter((line) => line.includes("LEAK")).length;
  await lambda.close();
  console.log(`done ${leaks}`);
}

void main();
