import { checkImageProperties } from '../../../nova/image-properties';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

export const imageBadValue: LintRule = {
  code: 'image_property.bad_value',
  severity: 'error',
  rule: 'An image property that Nova reads has a value of its kind; with any other no server is created from the image.',
  source: 'nova/objects/image_meta.py ImageMetaProps',
  find: (given) =>
    checkImageProperties(given.image.properties).map(({ pointer, message }) => {
      return { pointer, message, fixes: [[remove(pointer)]] };
    }),
};
