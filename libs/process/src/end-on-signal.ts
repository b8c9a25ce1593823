/** Where it is told how the end goes. */
export interface EndingLog {
  info(fields: object, message: string): void;
  warn(message: string): void;
  error(fields: object, message: string): void;
}

/** npm passes on the Ctrl-C that the terminal has already sent us: two signals so close are one. */
const ONE_SIGNAL_MS = 500;
/** To give back what has not ended, and to close connections to servers that may be away. */
const FAREWELL_MS = 3_000;
/** What a shell gives for a process ended by Ctrl-C. */
const FORCED_STATUS = 130;

/**
 * Ends the process cleanly at SIGTERM or SIGINT, with status 0 once `close` is done. A second signal ends it at once, and
 * so does `limitMs`.
 *
 * @param limitMs after this, what still runs is left to be done again by whoever comes next
 * @returns aborted as soon as the end has begun: what fails from then on need not be told
 */
export function endOnSignal(close: () => Promise<void>, logger: EndingLog, limitMs: number): AbortSignal {
  const ending = new AbortController();
  let firstAtMs: number | null = null;
  const end = (signal: NodeJS.Signals) => {
    if (firstAtMs === null) {
      firstAtMs = Date.now();
      ending.abort();
      logger.info({ signal }, 'ending');
      void endWith(close, logger, limitMs);
    } else if (Date.now() - firstAtMs > ONE_SIGNAL_MS) {
      process.exit(FORCED_STATUS);
    }
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  return ending.signal;
}

async function endWith(close: () => Promise<void>, logger: EndingLog, limitMs: number): Promise<void> {
  setTimeout(() => {
    logger.warn('not everything ended in time');
    process.exit(1);
  }, limitMs);
  try {
    await close();
    process.exit(0);
  } catch (error) {
    logger.error({ err: error }, 'ending failed');
    process.exit(1);
  }
}

/** How long decisions may take to end in a process that is to be gone after `limitS`: the rest is for saying good-bye. */
export function drainMs(limitS: number): number {
  return Math.max(limitS * 1000 - FAREWELL_MS, (limitS * 1000) / 2);
}
