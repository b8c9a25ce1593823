import { spawn } from 'node:child_process';
import type { Bell } from './bell';

/** One change comes as a burst of events. */
const QUIET_MS = 500;

/**
 * Rings when a network interface comes, goes or changes, as `ip monitor link` tells. A help only: where there is no `ip`, or it
 * ends, looking around now and then finds the same, later.
 *
 * @returns ends it
 */
export function ringOnLinkEvents(bell: Bell): () => void {
  let timer: NodeJS.Timeout | null = null;
  const monitor = spawn('ip', ['-o', 'monitor', 'link'], { stdio: ['ignore', 'pipe', 'ignore'] });
  monitor.on('error', () => undefined);
  monitor.stdout.on('data', () => {
    timer ??= setTimeout(() => {
      timer = null;
      bell.ring();
    }, QUIET_MS);
  });
  return () => {
    if (timer !== null) clearTimeout(timer);
    monitor.kill();
  };
}
