/** What an inventory document holds at most of texts and numbers. */
export const MAX_NAME = 127;
export const MAX_SHORT = 64;
export const MAX_LONG = 255;
export const MAX_NODE = 1023;
export const MAX_COUNT = 65_535;
export const MAX_LINK_SPEED_MBPS = 10_000_000;
export const MIN_MTU = 68;
export const MAX_MTU = 65_535;
