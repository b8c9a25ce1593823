import type { NicFamily } from './nic-family';
import { isConfirmed } from './is-confirmed';

export interface VfCeiling {
  readonly vfs: number;
  /** In words, with the number. */
  readonly why: string;
}

/**
 * More VFs than this a PF of the family cannot have, by its driver or as its card has no more; null: nobody knows, or an
 * operator sets it. A PF may well have fewer: ports share what a card has.
 */
export function vfCeiling(family: NicFamily): VfCeiling | null {
  const { vfLimit, title, pfDriver } = family;
  if (!isConfirmed(family, 'vf_limit')) return null;
  if (vfLimit.kind === 'driver') return { vfs: vfLimit.perPf, why: `${pfDriver} allows a PF ${vfLimit.perPf}` };
  if (vfLimit.kind === 'device') {
    return { vfs: vfLimit.perDevice, why: `${title} has ${vfLimit.perDevice} for all ports together` };
  }
  return null;
}
