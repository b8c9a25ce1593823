import type { VfFacts } from '@iopath/core';
import {
  integerOf,
  type JsonRecord,
  member,
  pciAddressOf,
  pciIdOf,
  textOf,
  withoutUndefined,
} from '../json/json-values';
import { MAX_COUNT, MAX_NAME, MAX_SHORT } from '../json/limits';
import { type VfUse, vfUseOf } from '../pci/vf-use';

export interface VfOfNodeState {
  readonly facts: VfFacts;
  /** Whether anybody uses the VF: what the listing shows, or null when it does not show it. */
  readonly inferredFrom: string | null;
}

/**
 * An entry of `Vfs` (sriov-network-operator, `api/v1 VirtualFunction`). The operator lists names of interfaces in the
 * namespace of the host.
 *
 * @returns null when the entry names no PCI address
 */
export function vfOfNodeState(entry: JsonRecord): VfOfNodeState | null {
  const address = pciAddressOf(member(entry, 'pciAddress'));
  if (address === undefined) return null;
  const driver = textOf(member(entry, 'driver'), MAX_SHORT);
  const ifname = textOf(member(entry, 'name'), MAX_NAME);
  const vdpaType = textOf(member(entry, 'vdpaType'), MAX_SHORT);
  const { state, inferredFrom } = stateOf(withoutUndefined({ driver, ifname, vdpaType }));
  const facts = withoutUndefined({
    address,
    index: integerOf(member(entry, 'vfID'), 0, MAX_COUNT),
    vendorId: pciIdOf(member(entry, 'vendor')),
    productId: pciIdOf(member(entry, 'deviceID')),
    driver,
    ifname,
    // The operator's own name for the device that it creates.
    vdpaDevice: vdpaType === undefined ? undefined : `vdpa:${address}`,
    state: state ?? undefined,
  });
  return { facts, inferredFrom };
}

type Held = Pick<VfFacts, 'driver' | 'ifname'> & { readonly vdpaType?: string };

function stateOf({ vdpaType, ...held }: Held): VfUse {
  if (vdpaType === 'virtio') {
    return {
      state: 'in_use_externally',
      inferredFrom: 'its vDPA device is one of virtio, which the host itself drives',
    };
  }
  const use = vfUseOf(held);
  // The vDPA device takes the place of the interface.
  return vdpaType !== undefined && use.inferredFrom !== null ? { state: null, inferredFrom: null } : use;
}
