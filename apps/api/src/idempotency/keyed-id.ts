import { createHash } from 'node:crypto';

/**
 * A version 5 UUID (RFC 9562, 5.5) of these parts, so that a caller who lost the answer gets the same resource by asking
 * again with the same key.
 *
 * @param namespace a UUID of one kind of resource.
 */
export function keyedId(namespace: string, parts: readonly string[]): string {
  // JSON keeps ("a", "bc") and ("ab", "c") apart.
  const name = JSON.stringify(parts);
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
