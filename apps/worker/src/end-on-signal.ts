import type { Logger } from '@iopath/observability';

/** After this, what still runs is left to be done again by whoever comes next. */
const DRAIN_LIMIT_MS = 10_000;
/** What a shell gives for a process ended by Ctrl-C. */
const FORCED_STATUS = 130;

/**
 * Ends the process cleanly at SIGTERM or SIGINT: `close` gets 10 s to drain and let go. A second signal ends it at once.
 */
export function endOnSignal(close: () => Promise<void>, logger: Logger): void {
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) process.exit(FORCED_STATUS);
    ending = true;
    logger.info({ signal }, 'ending');
    const limit = setTimeout(() => {
      logger.warn('not everything ended in time');
      process.exit(1);
    }, DRAIN_LIMIT_MS);
    close()
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'ending failed');
          process.exit(1);
        },
      )
      .finally(() => clearTimeout(limit));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
