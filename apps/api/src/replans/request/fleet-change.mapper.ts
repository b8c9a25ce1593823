import { type Fault, type FleetChange, normalisePciAddress } from '@iopath/core';
import { inventoryDocument, pfDocument } from '@iopath/host-facts';
import { toInventory, toPf } from '../../hosts/inventory.mapper';
import type { InventoryDto } from '../../hosts/inventory.dto';
import type { PfDto } from '../../hosts/pci.dto';
import type { FleetChangeDto } from './fleet-change.dto';
import { variantFaults, type VariantFields } from './variant';

const FIELDS: Readonly<Record<FleetChange['op'], VariantFields>> = {
  add_host: { needs: ['host_name', 'inventory'] },
  add_hosts_like: { needs: ['host_name', 'count'] },
  remove_host: { needs: ['host_name'] },
  add_pf: { needs: ['host_name', 'pf'] },
  remove_pf: { needs: ['host_name', 'address'] },
  set_sriov_numvfs: { needs: ['host_name', 'address', 'vfs'] },
  set_profile: { needs: ['profile', 'weights'] },
  use_model: { needs: ['model_version'] },
};

/** What a change lacks for its `op`, and what has no meaning for it. */
export function changeFaults(change: FleetChangeDto, pointer: string): readonly Fault[] {
  return variantFaults(change, 'op', change.op, FIELDS[change.op], pointer);
}

/** @param dto without {@link changeFaults}: what its `op` needs is there; the fallbacks only tell the compiler so. */
export function toFleetChange(dto: FleetChangeDto): FleetChange {
  const { op, host_name: hostName = '', address: text = '' } = dto;
  const address = normalisePciAddress(text) ?? text;
  switch (op) {
    case 'add_host':
      return { op, hostName, inventory: toInventory(dto.inventory as InventoryDto) };
    case 'add_hosts_like':
      return { op, hostName, count: dto.count ?? 0 };
    case 'remove_host':
      return { op, hostName };
    case 'add_pf':
      return { op, hostName, pf: toPf(dto.pf as PfDto) };
    case 'remove_pf':
      return { op, hostName, address };
    case 'set_sriov_numvfs':
      return { op, hostName, address, vfs: dto.vfs ?? 0 };
    case 'set_profile':
      return { op, profile: dto.profile ?? '', weights: dto.weights ?? {} };
    case 'use_model':
      return { op, modelVersion: dto.model_version ?? '' };
  }
}

/** As the wire has it: what {@link toFleetChange} takes. */
export function fromFleetChange(change: FleetChange): object {
  const { op } = change;
  switch (op) {
    case 'add_host': {
      const { generation: _none, ...inventory } = inventoryDocument(change.inventory, 0);
      return { op, host_name: change.hostName, inventory };
    }
    case 'add_hosts_like':
      return { op, host_name: change.hostName, count: change.count };
    case 'remove_host':
      return { op, host_name: change.hostName };
    case 'add_pf':
      return { op, host_name: change.hostName, pf: pfDocument(change.pf) };
    case 'remove_pf':
      return { op, host_name: change.hostName, address: change.address };
    case 'set_sriov_numvfs':
      return { op, host_name: change.hostName, address: change.address, vfs: change.vfs };
    case 'set_profile':
      return { op, profile: change.profile, weights: { ...change.weights } };
    case 'use_model':
      return { op, model_version: change.modelVersion };
  }
}
