export { drainMs, endOnSignal, type EndingLog } from './end-on-signal';
