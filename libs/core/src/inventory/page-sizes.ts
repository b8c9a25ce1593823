/** Linux' base pages are 4, 16 or 64 KiB, by architecture and kernel configuration; anything above is a huge page. */
export const LARGEST_BASE_PAGE_KIB = 64;
