import { readFileSync } from 'node:fs';
import { inventoryDocument } from '@iopath/host-facts';
import { collect, type Collected } from './collect/collect';
import { readOverlay } from './collect/overlay';
import { type CommandLine, readCommandLine, USAGE } from './command-line';
import { hostNameOf } from './host-name';
import { openMachine } from './machine/open-machine';
import { push } from './push-mode';
import { SpoolInUse } from './spool/spool-lock';
import { UsageError } from './usage-error';
import { unseenText } from './unseen-text';

/** Put in by the build. */
declare const IOPATH_VERSION: string | undefined;

const FAILED = 1;
const WRONG_USAGE = 2;
const IN_USE = 3;

async function main(): Promise<number> {
  const line = readCommandLine(process.argv.slice(2));
  if (line.help) return print(USAGE);
  if (line.version) return print(`${typeof IOPATH_VERSION === 'string' ? IOPATH_VERSION : 'development'}\n`);
  const { overlay, root } = line;
  const machine = openMachine(root);
  const overlayText = overlay === null ? null : textOfFile(overlay, '--overlay');
  const look = async (): Promise<Collected> => {
    const now = await machine();
    return collect(now, (seen) => (overlayText === null ? null : readOverlay(overlayText, seen)), Date.now());
  };
  if (line.push === null) return printDocument(line, await look());
  const first = await machine();
  return push(line.push, {
    look,
    hostName: hostNameOf(line.hostName, first),
    isLive: first.isLive,
    say,
    tell: line.quiet ? () => undefined : say,
  });
}

function printDocument({ quiet }: CommandLine, { inventory, warnings }: Collected): number {
  if (!quiet) for (const warning of [...warnings, ...unseenText(inventory.unseen ?? [])]) say(warning);
  return print(`${JSON.stringify(inventoryDocument(inventory, null), null, 2)}\n`);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function textOfFile(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function say(text: string): void {
  process.stderr.write(`iopath-collector: ${text}\n`);
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof UsageError ? WRONG_USAGE : error instanceof SpoolInUse ? IN_USE : FAILED;
  },
);
