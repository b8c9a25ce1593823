/** Made of the conditions and the load of the example; see `series-id.ts`. */
export const EXAMPLE_SERIES_ID = 'a9125a4c-7916-5e41-96ab-26d315957245';

/** What `netperf -t TCP_RR … -- -k` prints. */
export const EXAMPLE_OUTPUT = `THROUGHPUT=20000.00
THROUGHPUT_UNITS=Trans/s
ELAPSED_TIME=30.00
MEAN_LATENCY=49.80
P50_LATENCY=49
P99_LATENCY=71
REQUEST_SIZE=64
RESPONSE_SIZE=64
`;
