import type { FlavorAndImage } from './flavor-and-image';
import { extraSpecPointer, imagePropertyPointer, refuse } from './nova-refusal';
import { lenientBoolean, osloBytes } from './python-values';

/** What a guest asks of the pages behind its memory: a size in KiB, or a choice that is left to Nova. */
export type PageSizeRequest = number | 'small' | 'large' | 'any';

/**
 * Reads `hw:mem_page_size` at boot, which is stricter than the flavor's validator: a bare number is KiB, any other
 * size needs a byte or bit suffix (`nova/virt/hardware.py _get_numa_pagesize_constraint`).
 *
 * @returns The request, a size possibly with a fraction of a KiB; null for a text that does not boot.
 */
export function readPageSize(text: string): PageSizeRequest | null {
  if (text === 'any' || text === 'large' || text === 'small') return text;
  if (/^\d+$/.test(text)) return Number(text);
  const bytes = osloBytes(text);
  return bytes === null ? null : bytes / 1024;
}

/**
 * The page size that flavor and image agree on: the flavor decides, and lets the image choose only by asking for
 * `any` or `large`.
 *
 * @throws NovaRefusalError `MemoryPageSizeForbidden`, `MemoryPageSizeInvalid`
 */
export function pageSizeRequest(given: FlavorAndImage): PageSizeRequest | null {
  const flavorSays = given.spec('hw:mem_page_size');
  const imageSays = given.imageText('hw_mem_page_size');
  const imagePointer = imagePropertyPointer('hw_mem_page_size');
  if (!flavorSays) {
    if (!imageSays) return null;
    refuse(
      'MemoryPageSizeForbidden',
      'The image may name a page size only when the flavor has hw:mem_page_size any or large.',
      imagePointer,
    );
  }
  const request = bootable(flavorSays, extraSpecPointer('hw:mem_page_size'));
  if (!imageSays) return request;
  if (request === 'any' || request === 'large') return bootable(imageSays, imagePointer);
  refuse(
    'MemoryPageSizeForbidden',
    `Flavor fixes the page size to ${flavorSays}; the image may not name one.`,
    imagePointer,
  );
}

function bootable(text: string, pointer: string): PageSizeRequest {
  return (
    readPageSize(text) ?? refuse('MemoryPageSizeInvalid', `"${text}" is not a page size; write 2MB or 2048.`, pointer)
  );
}

/**
 * Locked memory needs a page size, be it `small`, and flavor and image must agree on it.
 *
 * @throws NovaRefusalError `FlavorImageLockedMemoryConflict`, `LockMemoryForbidden`
 */
export function checkLockedMemory(given: FlavorAndImage): void {
  const flavorText = given.spec('hw:locked_memory');
  const flavorWants = flavorText === null ? null : lenientBoolean(flavorText);
  const imageWants = given.imageBoolean('hw_locked_memory');
  if (flavorWants !== null && imageWants !== null && flavorWants !== imageWants) {
    refuse(
      'FlavorImageLockedMemoryConflict',
      `Flavor has hw:locked_memory=${flavorWants}, image has hw_locked_memory=${imageWants}; they must agree.`,
      imagePropertyPointer('hw_locked_memory'),
    );
  }
  const pageSizeNamed = given.spec('hw:mem_page_size') || given.imageText('hw_mem_page_size');
  if ((flavorWants ?? imageWants) === true && !pageSizeNamed) {
    refuse('LockMemoryForbidden', 'Locked memory needs hw:mem_page_size.', extraSpecPointer('hw:locked_memory'));
  }
}
