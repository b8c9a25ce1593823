/** Node's network errors, PostgreSQL's "shutting down / starting up / too many connections", Prisma's "cannot reach". */
const OUTAGE_CODES: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'EHOSTUNREACH'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08003', '08006', '08001'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
]);

/** What `pg` says without a code when a connection breaks in the middle of something (pg/lib/client.js, pg-pool/index.js). */
const LOST_CONNECTION =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout (expired|exceeded when trying to connect))/;

/** Whether an error says that a service behind this one is away, wherever in its chain of causes. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, kind, cause, meta, message } = error as Record<string, unknown>;
  if (typeof code === 'string' && OUTAGE_CODES.has(code)) return true;
  if (typeof message === 'string' && LOST_CONNECTION.test(message)) return true;
  // Prisma's driver adapters name the kind instead.
  if (kind === 'DatabaseNotReachable' || kind === 'ConnectionClosed' || kind === 'TooManyConnections') return true;
  return isOutage(cause, depth + 1) || isOutage(meta, depth + 1) || isOutage(driverError(meta), depth + 1);
}

function driverError(meta: unknown): unknown {
  return typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta
    ? meta.driverAdapterError
    : undefined;
}
