import { readFileSync } from 'node:fs';
import { openAdvisorClient, type AdvisorClient, type Exchange } from '@iopath/api-client';
import { type CallerAccess, readCallerAccess } from '@iopath/config';
import { openCallerSession, OWN_SERVICE_TYPE, type CallReport, type CallerSession } from '@iopath/openstack';
import { AccessError, UsageError } from '../exit-codes';
import { printable } from '../output/printable';
import type { Surroundings } from '../surroundings';
import type { ConnectionArguments } from './connection-options';

/** Which variable an option stands for; the option wins. */
const VARIABLES = {
  'os-cloud': 'OS_CLOUD',
  'os-region-name': 'OS_REGION_NAME',
  'os-interface': 'OS_INTERFACE',
  'os-cacert': 'OS_CACERT',
} as const;

const NO_WAY = `There is no way to the service. Name it (--endpoint URL or IOPATH_ENDPOINT), or the cloud whose catalog
has it (--os-cloud NAME, or OS_AUTH_URL and more).`;

/**
 * Opens the way to the service: to the endpoint that is told, else to where the catalog has it.
 *
 * @throws UsageError when nothing says where it is, AccessError when Keystone does not let us in
 */
export async function connect(args: ConnectionArguments, surroundings: Surroundings): Promise<AdvisorClient> {
  const { env } = surroundings;
  const access = accessOf(args, surroundings);
  const told = args.endpoint ?? env['IOPATH_ENDPOINT']?.trim() ?? '';
  if (told !== '' && !/^https?:\/\//.test(told)) throw new UsageError('--endpoint has to be an http or https URL.');
  const tell = args.debug ? (line: string) => surroundings.stderr.write(`${printable(line)}\n`) : null;
  const session = sessionOf(access, tell);
  if (told === '' && session === null) throw new UsageError(NO_WAY);
  const endpoint = told !== '' || session === null ? told : await asAccess(() => session.endpointOf(OWN_SERVICE_TYPE));
  const client = openAdvisorClient({
    endpoint,
    token: tokenOf(access, session),
    tls: access.tls,
    onExchange: (exchange) => exchangeLines(exchange).forEach((line) => tell?.(line)),
  });
  return { api: client.api, close: async () => void (await Promise.all([client.close(), session?.close()])) };
}

function accessOf(args: ConnectionArguments, { env, workingDirectory, homeDirectory }: Surroundings): CallerAccess {
  const told = Object.entries(VARIABLES).map(([option, variable]) => [
    variable,
    args[option as keyof typeof VARIABLES],
  ]);
  const withOptions = {
    ...env,
    ...(Object.fromEntries(told.filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv),
    ...(args.insecure === undefined ? {} : { OS_INSECURE: String(args.insecure) }),
  };
  const problems: string[] = [];
  const access = readCallerAccess({ env: withOptions, workingDirectory, homeDirectory, readText }, problems);
  if (access !== null) return access;
  throw new UsageError(problems.join('\n'));
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function sessionOf({ cloud, credentials }: CallerAccess, tell: ((line: string) => void) | null): CallerSession | null {
  if (cloud === null || credentials === null) return null;
  const onCall = (report: CallReport) => tell?.(callLine(report));
  // Somebody sits and waits: no long patience.
  return openCallerSession({ ...cloud, credentials }, { onCall, limits: { attempts: 2, connectMs: 5_000 } });
}

function tokenOf({ credentials }: CallerAccess, session: CallerSession | null): (() => Promise<string>) | null {
  if (session !== null) return () => asAccess(() => session.token());
  if (credentials?.kind !== 'token') return null;
  const token = credentials.token.reveal();
  return () => Promise.resolve(token);
}

/** Whatever is between us and a token is trouble of one kind. */
async function asAccess<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new AccessError(error instanceof Error ? error.message : String(error));
  }
}

function callLine({ service, method, path, status, durationMs, requestId }: CallReport): string {
  return `${method} ${service} ${path} -> ${status ?? 'no answer'} in ${Math.round(durationMs)} ms, ${requestId ?? 'no request id'}`;
}

function exchangeLines(exchange: Exchange): readonly string[] {
  const { method, url, requestHeaders, requestBytes, status, durationMs, requestId } = exchange;
  const headers = Object.entries(requestHeaders).map(([name, value]) => `  ${name}: ${value}`);
  const answer = `-> ${status} in ${Math.round(durationMs)} ms, ${requestId ?? 'no request id'}`;
  return [`${method} ${url}`, ...headers, `  (${requestBytes} bytes)`, answer];
}
