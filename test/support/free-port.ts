export { findFreePort } from '../../libs/persistence/src/embedded/server-process';
