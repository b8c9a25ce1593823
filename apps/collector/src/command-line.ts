import { parseArgs } from 'node:util';
import { UsageError } from './usage-error';

export const USAGE = `iopath-collector [--json | --push URL [--watch]] [options]

Looks at this host (or at a captured one) and makes its inventory for iopath-advisor. Needs no root; what it could not
see is in the document ("unseen") and on stderr.

  --json                print the inventory document (default)
  --push URL            send it to the advisor at this URL when it changed; it is spooled until the advisor has it
  --watch               with --push: stay, and send changes until SIGTERM
  --every SECONDS       with --watch: how often to look (30)
  --refresh SECONDS     with --push: send unchanged facts again when older than this (900)
  --give-up-after SECONDS
                        with --push, without --watch: how long to try; the rest is sent at the next start (60)
  --root PATH           look at a captured tree instead: a folder, a tarball, a umockdev record
  --overlay FILE        what the host cannot know, YAML: rack, availability_zone, aggregates,
                        pfs: [{ifname or address, physical_network, packet_rate_kpps}]
  --host-name NAME      name of the host (Nova's [DEFAULT]host, else the machine's)
  --state-dir DIR       spool and memory (STATE_DIRECTORY, /var/lib/iopath-collector, ~/.local/state/iopath-collector)
  --token-file FILE     file with a token; else OS_TOKEN, else Keystone by OS_CLOUD or OS_* variables, which may name an
                        application credential; else none
  --ca-file FILE        PEM file of who signs the advisor's certificate
  --backoff-first SECONDS, --backoff-max SECONDS
                        pauses between tries (1, 60)
  --quiet               nothing on stderr but trouble
  --help, --version

Ends with 0 when all is done, 1 when it failed, 2 for a wrong command line or wrong credentials in the environment, 3 when
another collector uses the state directory, 4 when the advisor was away (what is unsent stays spooled), 5 when the advisor
refuses the inventory.
`;

export interface CommandLine {
  readonly help: boolean;
  readonly version: boolean;
  readonly quiet: boolean;
  readonly root: string | null;
  readonly overlay: string | null;
  readonly hostName: string | null;
  /** Null: print. */
  readonly push: PushLine | null;
}

export interface PushLine {
  readonly url: string;
  readonly watch: boolean;
  readonly everyMs: number;
  readonly refreshMs: number;
  readonly giveUpAfterMs: number;
  readonly stateDir: string | null;
  readonly tokenFile: string | null;
  readonly caFile: string | null;
  readonly backOff: { readonly firstMs: number; readonly longestMs: number };
}

const FLAG = { type: 'boolean', default: false } as const;
const TEXT = { type: 'string' } as const;

const OPTIONS = {
  ...{ json: FLAG, watch: FLAG, quiet: FLAG, help: { ...FLAG, short: 'h' }, version: FLAG },
  ...{ push: TEXT, every: TEXT, refresh: TEXT, 'give-up-after': TEXT, root: TEXT, overlay: TEXT, 'host-name': TEXT },
  ...{ 'state-dir': TEXT, 'token-file': TEXT, 'ca-file': TEXT, 'backoff-first': TEXT, 'backoff-max': TEXT },
} as const;

/** @throws UsageError that names the option */
export function readCommandLine(args: readonly string[]): CommandLine {
  const values = parsed(args);
  if (values.push !== undefined && values.json) throw new UsageError('--json or --push, not both.');
  if (values.watch && values.push === undefined) throw new UsageError('--watch needs --push.');
  return {
    help: values.help,
    version: values.version,
    quiet: values.quiet,
    root: values.root ?? null,
    overlay: values.overlay ?? null,
    hostName: values['host-name'] ?? null,
    push: values.push === undefined ? null : pushLine(values.push, values),
  };
}

type Values = ReturnType<typeof parsed>;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function pushLine(url: string, values: Values): PushLine {
  return {
    url: advisorUrl(url),
    watch: values.watch,
    everyMs: milliseconds('every', values.every, 30),
    refreshMs: milliseconds('refresh', values.refresh, 900),
    giveUpAfterMs: milliseconds('give-up-after', values['give-up-after'], 60),
    stateDir: values['state-dir'] ?? null,
    tokenFile: values['token-file'] ?? null,
    caFile: values['ca-file'] ?? null,
    backOff: {
      firstMs: milliseconds('backoff-first', values['backoff-first'], 1),
      longestMs: milliseconds('backoff-max', values['backoff-max'], 60),
    },
  };
}

/** What a process list shows is no place for a password. */
function advisorUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError('--push: not a http:// or https:// URL.');
  if (url.username !== '' || url.password !== '') throw new UsageError('--push: the URL must hold no password.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const MAX_SECONDS = 2_000_000;

function milliseconds(name: string, text: string | undefined, seconds: number): number {
  const given = text === undefined ? seconds : Number(text.trim() === '' ? NaN : text);
  if (!(given > 0 && given <= MAX_SECONDS)) throw new UsageError(`--${name}: not a number of seconds above 0.`);
  return given * 1000;
}
