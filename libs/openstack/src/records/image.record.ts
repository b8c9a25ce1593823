import type { CloudImage } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

/** Attributes that are Glance's own (glance/schema-image.json, glance/api/v2/images.py `_base_properties`). */
const OWN: ReadonlySet<string> = new Set([
  ...['id', 'name', 'status', 'visibility', 'protected', 'checksum', 'os_hash_algo', 'os_hash_value', 'owner', 'size'],
  ...['virtual_size', 'container_format', 'disk_format', 'created_at', 'updated_at', 'tags', 'direct_url', 'locations'],
  ...['min_ram', 'min_disk', 'self', 'file', 'schema', 'stores', 'os_hidden'],
]);

export function readImage(image: WireRecord): CloudImage {
  return {
    id: image.text('id'),
    name: image.textOrNull('name') ?? '',
    status: image.text('status'),
    visibility: image.text('visibility'),
    minDiskGib: image.numberOrNull('min_disk') ?? 0,
    minRamMib: image.numberOrNull('min_ram') ?? 0,
    properties: image.textsBeside(OWN),
  };
}
