// Writes the documents that are printed from the code.
import { writeStaleDocuments } from './generated-documents.ts';

const written = writeStaleDocuments();
console.log(written.length === 0 ? 'All generated documents are fresh.' : `Written: ${written.join(', ')}`);
