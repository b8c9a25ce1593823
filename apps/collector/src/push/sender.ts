import type { SentMemory } from '../spool/last-sent';
import type { Spool, SpooledSnapshot } from '../spool/spool';
import type { Advisor } from './advisor-client';
import { type BackOff, pauseMs } from './back-off';
import { pushSnapshot, type PushOutcome } from './push-snapshot';

/** How often a snapshot is tried that is refused for something that an operator may put right: a role, a URL. */
const REFUSALS = 10;

export interface SenderPorts {
  readonly spool: Spool;
  readonly memory: SentMemory;
  readonly advisor: Advisor;
  readonly backOff: BackOff;
  /** Of trouble. */
  readonly say: (line: string) => void;
  /** Of what goes as it should. */
  readonly tell: (line: string) => void;
  readonly clock: () => number;
  /** Ends early, without a fault, when the process is to end. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly ending: AbortSignal;
}

export type DrainEnd = 'all sent' | 'given up' | 'ending';

/** Sends what is spooled, in order, each as long as it takes. */
export class Sender {
  /** Snapshots that the advisor refused for good since this process began. */
  refused = 0;

  constructor(private readonly ports: SenderPorts) {}

  /**
   * @param giveUpAtMs when no further try is made; the spool is left as it is
   */
  async drain(giveUpAtMs: number = Infinity): Promise<DrainEnd> {
    const { spool, backOff, ending, clock, pause, random } = this.ports;
    let [tries, current] = [0, -1];
    for (let snapshot = spool.first(); snapshot !== null; snapshot = spool.first()) {
      if (ending.aborted) return 'ending';
      if (snapshot.sequence !== current) [tries, current] = [0, snapshot.sequence];
      const outcome = await pushSnapshot(this.ports.advisor, snapshot);
      tries += 1;
      if (this.settled(snapshot, outcome, tries)) continue;
      if (this.isEnding()) return 'ending';
      const asked = outcome.kind === 'later' ? outcome.retryAfterMs : null;
      const waitMs = pauseMs(tries, backOff, asked, random());
      if (clock() + waitMs >= giveUpAtMs) return 'given up';
      if (tries === 1) this.tellTrouble(outcome, waitMs);
      await pause(waitMs);
    }
    return 'all sent';
  }

  /** A call: whoever aborts does so while something is awaited. */
  private isEnding(): boolean {
    return this.ports.ending.aborted;
  }

  private settled(snapshot: SpooledSnapshot, outcome: PushOutcome, tries: number): boolean {
    const { spool, say, tell } = this.ports;
    const { sequence, hostName } = snapshot;
    if (outcome.kind === 'accepted') {
      this.remember(snapshot, 'accepted');
      spool.remove(sequence);
      tell(
        `sent ${hostName} (snapshot ${sequence}, generation ${outcome.generation ?? 'not told'}, ${spool.size} left)`,
      );
      return true;
    }
    if (outcome.kind === 'later' || (!outcome.final && tries < REFUSALS)) return false;
    this.remember(snapshot, 'refused');
    this.refused += 1;
    const file = spool.setAside(sequence);
    say(`the advisor refuses snapshot ${sequence} of ${hostName}, which is kept as ${file}: ${outcome.why}`);
    return true;
  }

  private remember({ sequence, hostName, hash, document }: SpooledSnapshot, outcome: 'accepted' | 'refused'): void {
    const { memory, clock } = this.ports;
    const observedAtMs = Date.parse(String(document['observed_at']));
    const atMs = outcome === 'refused' || Number.isNaN(observedAtMs) ? clock() : observedAtMs;
    memory.set({ sequence, hostName, hash, outcome, atMs });
  }

  private tellTrouble(outcome: PushOutcome, waitMs: number): void {
    if (outcome.kind === 'accepted') return;
    const next = `next try in ${(waitMs / 1000).toFixed(1)} s, and so on`;
    this.ports.say(`${outcome.why}; ${this.ports.spool.size} snapshots wait, ${next}`);
  }
}
