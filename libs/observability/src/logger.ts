import { type DestinationStream, type Level, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { currentLogFields, type LogFields } from './log-fields';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly level: Level | 'silent';
  /** Which program speaks: `api`, `worker`, `standalone`. */
  readonly service: string;
  /** Fields of whatever the caller is serving now, on top of those of {@link runWithLogFields}. */
  readonly fields?: () => LogFields;
  /** Standard error unless a test wants to read along: standard output is for answers. */
  readonly destination?: DestinationStream;
}

/** Writes one JSON object a line, times in RFC 3339 UTC, with everything that looks like a password left out. */
export function createLogger({ level, service, fields, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...currentLogFields(), ...fields?.() }),
      serializers: { err: errorFields },
      redact: { paths: ['password', 'token', '*.password', '*.token', 'headers.authorization'], remove: true },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/**
 * What of an error goes into the log. Drivers hang whole clients on their errors, connection parameters included, so
 * nothing is taken that is not named here.
 */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: name, message, stack, ...code, ...(cause === undefined ? {} : { cause: errorFields(cause) }) };
}
