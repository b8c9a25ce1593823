import { type AdvisorApi, answerOf, type paths, type Schemas } from '@iopath/api-client';
import { type Context, defineCommand } from '../../command';
import { EXIT, type ExitCode, UsageError } from '../../exit-codes';
import { AUTO, readSource } from '../../import/read-source';
import { type HostEntry, hostsInFolder } from '../../import/hosts-in-folder';
import type { Column } from '../../output/cell';
import { printable } from '../../output/printable';

type Imported = Schemas['InventoryImportedDto'];

type ImportFormat = paths['/v1/hosts/{host_name}/inventory:import']['post']['parameters']['query']['format'];

/** Every one that the service reads: the compiler tells of one that is missing. */
const FORMATS: Readonly<Record<ImportFormat, true>> = {
  libvirt: true,
  hwloc: true,
  'sriov-nodestate': true,
  ironic: true,
  lshw: true,
  lxd: true,
  'nova-conf': true,
  sysfs: true,
  umockdev: true,
};

const COLUMNS: readonly Column<Imported>[] = [
  { name: 'Host Name', cell: ({ host_name }) => host_name },
  { name: 'Format', cell: ({ format }) => format },
  { name: 'Generation', cell: ({ generation }) => generation },
  { name: 'Added', cell: ({ changes }) => changes.added.length },
  { name: 'Removed', cell: ({ changes }) => changes.removed.length },
  { name: 'Changed', cell: ({ changes }) => changes.changed.length },
  { name: 'Orphaned', cell: ({ orphaned_allocations }) => orphaned_allocations.length },
  { name: 'Unseen', cell: ({ unseen }) => unseen.length },
  { name: 'Assumed', cell: ({ assumed }) => assumed.length },
  { name: 'Changes', isLong: true, cell: ({ changes }) => ({ value: changes }) },
  {
    name: 'Summary',
    isLong: true,
    cell: (imported) => ({ value: summaryOf(imported), text: summaryOf(imported).join('\n') }),
  },
  {
    name: 'Unseen Facts',
    isLong: true,
    cell: ({ unseen }) => ({ value: unseen, text: unseen.map(unseenLine).join('\n') }),
  },
  {
    name: 'Assumed Facts',
    isLong: true,
    cell: ({ assumed }) => ({ value: assumed, text: assumed.map(assumedLine).join('\n') }),
  },
];

export const hostImport = defineCommand({
  usage: 'import [host] [files..]',
  describe: 'Lay what another tool knows of a host over its inventory',
  examples: [
    ['$0 host import compute-01 capabilities.xml nodedevs.xml', 'libvirt’s view, in two files'],
    ['$0 host import compute-01 /srv/must-gather/compute-01', 'a captured tree of /sys and /proc'],
    ['virsh capabilities | $0 host import compute-01 -', 'from standard input'],
    ['$0 host import --from-dir dumps', 'many hosts: dumps/compute-01.xml, dumps/compute-02.tar.gz …'],
  ],
  positionals: {
    host: { type: 'string', describe: 'Name of the host' },
    files: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Files of one host, texts put together; a folder; or -',
    },
  },
  options: {
    format: {
      choices: [AUTO, ...Object.keys(FORMATS)],
      default: AUTO,
      describe: 'Which tool wrote it; auto: told by how it begins',
    },
    'from-dir': {
      type: 'string',
      requiresArg: true,
      describe: 'A folder with a file or folder a host, named after it',
    },
    'observed-at': { type: 'string', requiresArg: true, describe: 'When it was observed, RFC 3339' },
    'dry-run': { type: 'boolean', default: false, describe: 'Tell what it would change, and write nothing' },
    generation: { type: 'number', requiresArg: true, describe: 'Refuse if the host has moved on from this generation' },
  },
  output: 'list',
  columns: COLUMNS.map(({ name }) => name),
  run: async ({ host, files, 'from-dir': folder, ...how }, context) => {
    if (folder === undefined) {
      if (host === undefined || files.length === 0) throw new UsageError('Which host, and which files? Or --from-dir.');
      const imported = await importHost(await context.api(), host, files, how, context);
      context.printer.list(COLUMNS, [imported]);
      return EXIT.done;
    }
    if (host !== undefined) throw new UsageError('With --from-dir the names of the files name the hosts.');
    if (how.generation !== undefined) throw new UsageError('--generation is of one host.');
    const hosts = hostsInFolder(folder, context.surroundings.workingDirectory);
    return importAll(hosts, how, context);
  },
});

interface How {
  readonly format: string;
  readonly 'observed-at': string | undefined;
  readonly generation: number | undefined;
  readonly 'dry-run': boolean;
}

/** One that is refused keeps no other one out; the worst of them says how the program ends. */
async function importAll(hosts: readonly HostEntry[], how: How, context: Context): Promise<ExitCode> {
  const client = await context.api();
  const imported: Imported[] = [];
  let worst: ExitCode = EXIT.done;
  for (const { hostName, file } of hosts) {
    try {
      imported.push(await importHost(client, hostName, [file], how, context));
    } catch (error) {
      context.tell(`${printable(hostName)} (${printable(file)}):`);
      const exitCode = context.report(error);
      worst = Math.max(worst, exitCode) as ExitCode;
      // Nobody is there: the next one would fare no better.
      if (exitCode === EXIT.unreachable) break;
    }
  }
  context.printer.list(COLUMNS, imported);
  return worst;
}

async function importHost(
  client: AdvisorApi,
  hostName: string,
  files: readonly string[],
  { format, 'observed-at': observedAt, generation, 'dry-run': isTrial }: How,
  { surroundings, tell }: Context,
): Promise<Imported> {
  const source = await readSource(files, format, surroundings);
  if (source.left > 0) tell(`${printable(hostName)}: ${source.left} files could not be read.`);
  const query = {
    format: source.format as ImportFormat,
    ...(observedAt !== undefined && { observed_at: observedAt }),
    ...(generation !== undefined && { generation }),
    ...(isTrial && { dry_run: 'true' as const }),
  };
  const imported = await answerOf(
    client.POST('/v1/hosts/{host_name}/inventory:import', {
      params: { path: { host_name: hostName }, query },
      // The document says text, as OpenAPI 3.0 does of bytes.
      body: source.bytes as unknown as string,
      bodySerializer: (bytes: unknown) => bytes as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  );
  for (const warning of imported.warnings) tell(`${printable(hostName)}: ${printable(warning)}`);
  return imported;
}

/** What changed, or, of a trial, would change, in sentences. */
function summaryOf({ summary, diff }: Imported): readonly string[] {
  return diff == null ? summary : diff.changes.map(({ text }) => text);
}

function unseenLine({ fact, reason }: Schemas['UnseenFactDto']): string {
  return `${fact}: ${reason}`;
}

function assumedLine({ fact, why }: Schemas['AssumedFactDto']): string {
  return `${fact}: ${why}`;
}
