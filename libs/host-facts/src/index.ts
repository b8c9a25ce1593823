export * from './document/inventory-document';
export type { HostTree } from './tree/host-tree';
