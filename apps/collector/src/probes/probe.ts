import type { InventoryFacts, UnseenFact, UnseenReason } from '@iopath/core';
import type { Machine, ProgramOutcome } from '../machine/machine';

/** Looks at one thing of a machine. What it cannot see it says in `unseen`; it never throws for what it finds. */
export interface Probe {
  readonly name: string;
  /**
   * @param seen what the files of `/sys` and `/proc` told: the NICs to ask for, by address and name
   */
  look(machine: Machine, seen: Pick<InventoryFacts, 'pfs'>): Promise<ProbeFacts>;
}

/** What a probe tells; who looked and when is said once for all of them. */
export type ProbeFacts = Partial<Omit<InventoryFacts, 'source' | 'observedAtMs'>>;

/** The kernel's words for want of rights, as tools repeat them in the C locale. */
const NO_RIGHT = /operation not permitted|permission denied|authentication (required|failed)|access denied/i;

/** Texts of tools are quoted up to here. */
const MAX_QUOTED = 200;

/**
 * Why a fact stayed unseen, by what became of the program that would have told it.
 *
 * @param fact path of the document without positions: `pfs.eswitch_mode`
 */
export function unseenBy(fact: string, command: string, outcome: ProgramOutcome): UnseenFact {
  if (outcome.kind === 'missing') return { fact, reason: 'tool_missing', detail: `${command}: not installed` };
  if (outcome.kind === 'too_slow') return { fact, reason: 'unreadable', detail: `${command}: no answer in time` };
  const said = firstLine(outcome.stderr) ?? firstLine(outcome.stdout) ?? `ended with ${outcome.status}`;
  const reason: UnseenReason = NO_RIGHT.test(outcome.stderr) ? 'no_permission' : 'unreadable';
  return { fact, reason, detail: `${command}: ${said}` };
}

/** In a captured tree a tool that left no output is not missing there: nobody ran it. */
export function unseenWhere(machine: Machine, unseen: UnseenFact): UnseenFact {
  if (machine.isLive || unseen.reason !== 'tool_missing') return unseen;
  return { ...unseen, reason: 'not_told', detail: unseen.detail.replace(/: not installed$/, ': no output captured') };
}

function firstLine(text: string): string | null {
  const line = text.trim().split('\n', 1)[0] ?? '';
  // eslint-disable-next-line no-control-regex -- what a tool writes may hold anything
  return line === '' ? null : line.slice(0, MAX_QUOTED).replace(/[\u0000-\u001f\u007f]/g, ' ');
}

/** The output of a program that ended well, else null. */
export function outputOf(outcome: ProgramOutcome): string | null {
  return outcome.kind === 'ended' && outcome.status === 0 ? outcome.stdout : null;
}

/** A JSON object in the output of a program that ended well, else null. */
export function jsonOf(outcome: ProgramOutcome): Readonly<Record<string, unknown>> | null {
  const text = outputOf(outcome);
  if (text === null) return null;
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The value as an object with names; null when it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
