import type { ImportReader } from '../import/import-reader';
import { readUmockdev } from './read-umockdev';

export const umockdevReader: ImportReader = {
  format: 'umockdev',
  what: '`umockdev-record --all`, plain or packed by gzip',
  read: readUmockdev,
};
