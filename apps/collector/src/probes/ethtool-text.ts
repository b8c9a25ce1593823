/** Queues as `ethtool -l` tells them; null: the driver does not say (`n/a`), or the line is missing. */
export interface ChannelCounts {
  readonly rx: number | null;
  readonly tx: number | null;
  readonly combined: number | null;
}

export interface Channels {
  readonly maximum: ChannelCounts;
  readonly current: ChannelCounts;
}

const NONE: ChannelCounts = { rx: null, tx: null, combined: null };
const NAMES: Readonly<Record<string, keyof ChannelCounts>> = { RX: 'rx', TX: 'tx', Combined: 'combined' };

/**
 * Reads `ethtool -l`: a block of pre-set maximums, then one of current settings (ethtool.c `dump_channels`). Null when it
 * has neither.
 */
export function readChannels(text: string): Channels | null {
  const blocks = { maximum: NONE, current: NONE };
  let block: keyof Channels | null = null;
  let found = false;
  for (const line of text.split('\n')) {
    if (/^Pre-set maximums:/.test(line)) block = 'maximum';
    else if (/^Current hardware settings:/.test(line)) block = 'current';
    else if (block !== null) {
      const [name = '', value = ''] = line.split(':', 2);
      const field = NAMES[name.trim()];
      if (field === undefined) continue;
      found = true;
      blocks[block] = { ...blocks[block], [field]: /^\d{1,6}$/.test(value.trim()) ? Number(value) : null };
    }
  }
  return found ? blocks : null;
}

/**
 * Queue pairs: the combined channels, or as many as have both directions where the driver separates them. Null when there
 * are none or it does not tell.
 */
export function queuePairs({ rx, tx, combined }: ChannelCounts): number | null {
  if (combined !== null && combined > 0) return combined;
  const pairs = rx === null || tx === null ? 0 : Math.min(rx, tx);
  return pairs > 0 ? pairs : null;
}

/** Values of `name: value` lines, as `ethtool -i` and `-k` write them, names without the spaces before them. */
export function readNamedValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) values.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return values;
}

/** Of `ethtool -k`: `on`, `off [fixed]`, `off [requested on]`. Null when the driver has no such feature. */
export function readFeature(text: string, feature: string): boolean | null {
  const value = readNamedValues(text).get(feature);
  if (value === undefined || !/^(on|off)\b/.test(value)) return null;
  return value.startsWith('on');
}
