import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A directory for what a test writes; it is removed after the test file's last test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "lab-test-"));
  directories.push(directory);
  return directory;
}
