import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collected } from './collect/collect';
import type { PushLine } from './command-line';
import { AdvisorClient } from './push/advisor-client';
import { Sender } from './push/sender';
import { openTokenSource, readAccess } from './push/token-source';
import { SentMemory } from './spool/last-sent';
import { Spool } from './spool/spool';
import { lockSpool } from './spool/spool-lock';
import { stateFolder } from './state-folder';
import { UsageError } from './usage-error';
import { unseenText } from './unseen-text';
import { ringOnLinkEvents } from './watch/link-events';
import { Recorder } from './watch/recorder';
import { watch } from './watch/watch';

const ADVISOR_AWAY = 4;
const REFUSED = 5;

export interface PushedHost {
  readonly look: () => Promise<Collected>;
  readonly hostName: string;
  /** A captured tree never gets older. */
  readonly isLive: boolean;
  /** Of trouble. */
  readonly say: (line: string) => void;
  /** Of what goes as it should. */
  readonly tell: (line: string) => void;
}

/**
 * Sends what is left from earlier, then what is seen now, and with `--watch` what changes.
 *
 * @returns the exit code
 * @throws UsageError, SpoolInUse
 */
export async function push(line: PushLine, host: PushedHost): Promise<number> {
  const { hostName, say, tell } = host;
  const access = readAccess(process.env);
  const tokens = openTokenSource(line.tokenFile, access);
  if (access.credentials !== null || line.tokenFile !== null) sayWhoListens(line.url, say);
  const folder = stateFolder(line.stateDir, process.env);
  const lock = await lockSpool(folder);
  const ending = endOnSignals();
  const advisor = new AdvisorClient({
    url: line.url,
    tokens,
    tls: { ...access.tls, ca: caText(line) ?? access.tls.ca },
    ending,
  });
  try {
    const memory = new SentMemory(path.join(folder, 'last-sent.json'));
    const spool = new Spool(path.join(folder, 'spool'), (memory.get()?.sequence ?? 0) + 1);
    if (spool.size > 0) tell(`${spool.size} snapshots are left from before and go first`);
    const refreshMs = host.isLive ? line.refreshMs : Infinity;
    const common = { spool, memory, say, tell, clock: Date.now };
    const recorder = new Recorder({ ...common, hostName, refreshMs });
    const { backOff } = line;
    const sender = new Sender({ ...common, advisor, backOff, ending, random: Math.random, pause: pausing(ending) });
    const look = tellingOnce(host);
    if (line.watch) {
      const listen = host.isLive ? ringOnLinkEvents : () => () => undefined;
      await watch({ look, recorder, sender, everyMs: line.everyMs, listen, say, ending });
      return 0;
    }
    if (!recorder.record(await look()) && spool.size === 0) tell('nothing changed since the last time');
    const end = await sender.drain(Date.now() + line.giveUpAfterMs);
    if (end === 'given up') say(`the advisor was away; ${spool.size} snapshots wait in ${folder}`);
    if (end !== 'all sent') return ADVISOR_AWAY;
    return sender.refused > 0 ? REFUSED : 0;
  } finally {
    await advisor.close();
    lock.close();
  }
}

/** A token is as good as a password, and whoever carries a packet of plain HTTP can read it. */
function sayWhoListens(url: string, say: (line: string) => void): void {
  const { protocol, hostname } = new URL(url);
  const staysHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !staysHere) say(`${url} is no https:// URL: whoever is on the way can read the token`);
}

/** Says what is odd or unseen when it is for the first time. */
function tellingOnce({ look, tell }: PushedHost): () => Promise<Collected> {
  let told = new Set<string>();
  return async () => {
    const collected = await look();
    const lines = new Set([...collected.warnings, ...unseenText(collected.inventory.unseen ?? [])]);
    for (const line of lines) if (!told.has(line)) tell(line);
    told = lines;
    return collected;
  };
}

/** A second signal ends the process at once: the spool is whole at every moment. */
function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

function pausing(ending: AbortSignal): (ms: number) => Promise<void> {
  return (ms) => sleep(ms, undefined, { signal: ending }).catch(() => undefined);
}

function caText({ caFile }: PushLine): string | null {
  if (caFile === null) return null;
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new UsageError(`--ca-file: ${error instanceof Error ? error.message : String(error)}`);
  }
}
