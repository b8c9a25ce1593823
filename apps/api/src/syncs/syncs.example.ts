import { newSyncId } from './sync-id';

export const EXAMPLE_SYNC_KEY = 'example-sync';
export const EXAMPLE_SYNC_ID = newSyncId(EXAMPLE_SYNC_KEY);
