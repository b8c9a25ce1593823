import { imagePropertyPointer } from '../../../nova/nova-refusal';
import type { OpenStackRelease } from '../../../nova/openstack-release';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const SINCE: Readonly<Record<string, OpenStackRelease>> = {
  hw_maxphysaddr_bits: '2024.1',
  hw_maxphysaddr_mode: '2024.1',
  hw_mem_encryption_model: '2025.2',
  hw_virtio_packed_ring: '2024.1',
};

export const imageNotInRelease: LintRule = {
  code: 'image_property.not_in_release',
  severity: 'notice',
  rule: 'An image property that a release does not know is ignored there: `hw_virtio_packed_ring` and `hw_maxphysaddr_*` before 2024.1, `hw_mem_encryption_model` before 2025.2.',
  source: 'nova/objects/image_meta.py of each release',
  find: (given) =>
    Object.entries(SINCE).flatMap(([property, since]) => {
      if (given.image.properties[property] === undefined || given.since(since)) return [];
      const pointer = imagePropertyPointer(property);
      const message = `Nova ${given.release} ignores ${property}, which came with ${since}.`;
      return [{ pointer, message, fixes: [[remove(pointer)]] }];
    }),
};
