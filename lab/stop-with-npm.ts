/** How often to look, in milliseconds. */
const INTERVAL = 100;

/**
 * Calls `stop` when npm's shell has ended: npm passes SIGTERM to its shell alone, which leaves this process behind.
 * (`exec` in the script would help, and is no command of Windows' shell.) Without npm nothing is watched: a lab that was
 * sent to the background outlives the shell that sent it.
 */
export function stopWithNpm(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    stop();
  }, INTERVAL);
  timer.unref();
}
