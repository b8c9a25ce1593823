import type { NicFactName, NicFamily } from './nic-family';

/** Whether the catalogue's word on it has a source behind it. */
export function isConfirmed(family: NicFamily, fact: NicFactName): boolean {
  return !family.unconfirmed.includes(fact);
}
