import type { PhysicalFunction } from '../inventory/inventory';
import { nicModelOf } from '../nic-catalogue/nic-catalogue';

const MELLANOX = '15b3';

/**
 * How a limit is raised that an operator set in the card; empty where there is none, or nothing more is needed.
 *
 * @param vfs as many as are needed; null: what there is suffices.
 */
export function raiseLimit({ vendorId, productId, address }: PhysicalFunction, vfs: number | null): readonly string[] {
  const limit = nicModelOf(vendorId, productId)?.vfLimit;
  if (vfs === null || limit?.kind !== 'firmware') return [];
  const tool = `mstconfig -d ${address} set SRIOV_EN=1 ${limit.setting}=${vfs}`;
  const how = vendorId.toLowerCase() === MELLANOX ? `: ${tool}, then reset the card or reboot` : '';
  return [`How many there can be is set in the card (${limit.setting})${how}.`];
}
