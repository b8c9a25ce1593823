import type { NumaAffinityPolicy } from '../request/vm-request';
import type { FlavorAndImage } from './flavor-and-image';
import { extraSpecPointer, imagePropertyPointer, refuse } from './nova-refusal';

/** Every PCI NUMA affinity policy (`nova/objects/fields.py PCINUMAAffinityPolicy`). */
export const PCI_NUMA_POLICIES: readonly NumaAffinityPolicy[] = ['required', 'preferred', 'legacy', 'socket'];

/**
 * The PCI NUMA affinity policy that flavor and image agree on; null when neither states one
 * (`nova/virt/hardware.py get_pci_numa_policy_constraint`).
 *
 * @throws NovaRefusalError `ImagePCINUMAPolicyForbidden`, `InvalidPCINUMAAffinity`
 */
export function pciNumaPolicy(given: FlavorAndImage): NumaAffinityPolicy | null {
  const flavorSays = given.spec('hw:pci_numa_affinity_policy');
  const imageSays = given.imageText('hw_pci_numa_affinity_policy');
  if (flavorSays && imageSays && flavorSays !== imageSays) {
    refuse(
      'ImagePCINUMAPolicyForbidden',
      `Flavor has PCI NUMA policy ${flavorSays}, image has ${imageSays}; they must agree.`,
      imagePropertyPointer('hw_pci_numa_affinity_policy'),
    );
  }
  const stated = flavorSays || imageSays;
  if (!stated) return null;
  return (
    PCI_NUMA_POLICIES.find((policy) => policy === stated) ??
    refuse(
      'InvalidPCINUMAAffinity',
      `There is no PCI NUMA policy "${stated}".`,
      extraSpecPointer('hw:pci_numa_affinity_policy'),
    )
  );
}
