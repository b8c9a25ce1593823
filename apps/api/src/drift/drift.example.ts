export const EXAMPLE_FINDING_ID = '5d1c9a2053f05b8e';
