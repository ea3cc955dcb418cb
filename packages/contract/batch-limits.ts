/** How many commands and fixes one request may carry. In a file without schemas, so that a phone loads the numbers alone. */
export const maximumCommandsPerBatch = 100;
export const maximumFixesPerBatch = 500;
