import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import { flavorAliases } from '../../nova/pci-alias';
import type { HeldVm } from '../held-vm';
import type { StayingDevice } from './host-migratability';

/** The devices of a VM that no live migration takes along (handbook 4.1): those alone make it a matter of a cold one. */
export function stayingDevices({ paths, extraSpecs }: Pick<HeldVm, 'paths' | 'extraSpecs'>): readonly StayingDevice[] {
  const nics = Object.entries(paths.nics).flatMap(([device, path]) =>
    staying(
      device,
      path,
      NIC_PATHS.find(({ name }) => name === path),
    ),
  );
  const disks = Object.entries(paths.disks).flatMap(([device, path]) =>
    staying(
      device,
      path,
      DISK_PATHS.find(({ name }) => name === path),
    ),
  );
  const aliases = flavorAliases(extraSpecs).map(({ alias, count }) => ({
    device: 'pci_passthrough:alias',
    path: null,
    reason: `${count} of alias ${alias}: a device by alias is not moved while the VM runs`,
  }));
  return [...nics, ...disks, ...aliases];
}

interface Migrating {
  readonly migration: { readonly mechanism: string; readonly conditions: readonly string[] };
}

function staying(device: string, path: string, known: Migrating | undefined): readonly StayingDevice[] {
  if (known === undefined) return [{ device, path, reason: 'the path is not in the catalogue' }];
  const { mechanism, conditions } = known.migration;
  return mechanism === 'none' ? [{ device, path, reason: conditions.join('; ') }] : [];
}
