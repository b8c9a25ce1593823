/**
 * More than any host has: a capture of 1,000 VFs by libvirt is under 2 MiB and 40,000 elements, the largest machines that
 * hwloc describes nest below 40 deep.
 */
export const XML_LIMITS = { bytes: 16 * 1024 * 1024, elements: 250_000, depth: 200 } as const;
