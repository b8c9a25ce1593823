/** What only an image (or volume) can say, as an extra spec that Nova has not (handbook 0.2, 1.3). */
const IMAGE_ONLY: ReadonlySet<string> = new Set(
  (
    'disk_bus scsi_model cdrom_bus floppy_bus rescue_bus rescue_device vif_model machine_type firmware_type ' +
    'video_model rng_model qemu_guest_agent input_bus pointer_model'
  ).split(' '),
);

/** Nova's driver reads these of the flavor, but no validator knows them: not even on master (handbook 1.2). */
const REFUSED_FOR_FLAVORS: ReadonlySet<string> = new Set(['maxphysaddr_mode', 'maxphysaddr_bits']);

/** The image property that does what an extra spec `hw:X` cannot; null for any other key. */
export function imageOnlyProperty(key: string): string | null {
  const name = key.startsWith('hw:') ? key.slice('hw:'.length) : '';
  return IMAGE_ONLY.has(name) || REFUSED_FOR_FLAVORS.has(name) ? `hw_${name}` : null;
}
