import type { Fault } from '../fault';
import type { ProfileDocument } from './profile';
import { HOST_TERMS, DISK_TERMS, NIC_TERMS } from './terms';

/**
 * What is wrong with a profile as a whole; its numbers by themselves were checked by whoever read it. Pointers are
 * into the document as it is on the wire.
 */
export function checkProfile({ weights }: Pick<ProfileDocument, 'weights'>): readonly Fault[] {
  // The server group term judges only requests that have a soft group: alone it would call every candidate perfect.
  const judging = [...NIC_TERMS, ...DISK_TERMS, ...HOST_TERMS].filter(({ name }) => name !== 'server_group');
  if (judging.some(({ name }) => (weights[name] ?? 0) > 0)) return [];
  const message = 'must weigh at least one term beside server_group, or every candidate would score the same';
  return [{ pointer: '/weights', code: 'profile.weighs_nothing', message }];
}
