export { ParsedBenchmarkTools } from './parsed-benchmark-tools';
export { NotATableError, readTable } from './measurement-table/read-table';
