import { imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

const FIRMWARE = imagePropertyPointer('hw_firmware_type');

export const flavorImageDiffer: ContradictionRule = {
  exception: 'FlavorImageConflict',
  rule: 'Flavor and image say the same of multiqueue, packed rings, performance monitor, memory encryption, vTPM and secure boot, where both speak of it; encrypted memory needs an image with `hw_firmware_type=uefi`.',
  source: 'nova/virt/hardware.py get_vif_multiqueue_constraint, get_mem_encryption_constraint and others',
  fixes: (_given, { pointer }) => [...(pointer === FIRMWARE ? [[set(pointer, 'uefi')]] : []), [remove(pointer)]],
};
