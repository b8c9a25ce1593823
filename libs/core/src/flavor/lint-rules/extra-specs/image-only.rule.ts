import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { imageOnlyProperty } from '../image-only-keys';

export const imageOnly: LintRule = {
  code: 'extra_spec.image_only',
  severity: 'error',
  rule: 'Disk bus, SCSI model, NIC model, machine, firmware and the width of guest addresses are said by the image (or volume), never by a flavor: `hw:disk_bus` and its like are refused.',
  source: 'nova/api/validation/extra_specs/hw.py; nova/objects/image_meta.py',
  find: (given) =>
    given.specKeys().flatMap((key) => {
      const property = imageOnlyProperty(key);
      if (property === null) return [];
      const pointer = extraSpecPointer(key);
      const asProperty = given.image.properties[property] ?? given.spec(key) ?? '';
      return [
        {
          pointer,
          message: `Nova has no extra spec ${key}; the image property is ${property}.`,
          fixes: [[remove(pointer), set(imagePropertyPointer(property), asProperty)], [remove(pointer)]],
        },
      ];
    }),
};
