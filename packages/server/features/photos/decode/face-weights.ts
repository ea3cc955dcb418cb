import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';

/** The layers of a network as they were trained: filters of four dimensions, and what is added to each channel. */
export interface FaceWeights {
  filter(name: string): tf.Tensor4D;
  bias(name: string): tf.Tensor1D;
}

/** Of the file that the layout in `face-network.ts` was written for; another one would find nothing, and say nothing. */
const expectedSha256 = 'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72';

interface Listed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** Reads the weights of BlazeFace from the package that brings them. Throws where they are not those that we know. */
export async function readFaceWeights(): Promise<FaceWeights> {
  const models = join(dirname(fileURLToPath(import.meta.resolve('@vladmandic/human'))), '..', 'models');
  const bytes = await readFile(join(models, 'blazeface.bin'));
  if (createHash('sha256').update(bytes).digest('hex') !== expectedSha256)
    throw new Error('the weights of the face network are not the expected ones');
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));

  const filters = new Map<string, tf.Tensor4D>();
  const biases = new Map<string, tf.Tensor1D>();
  let at = 0;
  for (const { name, shape, dtype } of listedIn(await readFile(join(models, 'blazeface.json'), 'utf8'))) {
    const values = numbers.slice(at, at + shape.reduce((product, side) => product * side, 1));
    at += values.length;
    if (dtype !== 'float32') continue;
    const [first, second, third, fourth] = shape;
    if (first === undefined) continue;
    if (second === undefined) biases.set(name, tf.tensor1d(values));
    else if (third !== undefined && fourth !== undefined)
      filters.set(name, tf.tensor4d(values, [first, second, third, fourth]));
  }
  return { filter: (name) => known(filters, name), bias: (name) => known(biases, name) };
}

function known<T>(tensors: ReadonlyMap<string, T>, name: string): T {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`the face network has no weights called ${name}`);
  return tensor;
}

function listedIn(json: string): readonly Listed[] {
  const model: { readonly weightsManifest?: readonly { readonly weights: readonly Listed[] }[] } = JSON.parse(json);
  return model.weightsManifest?.[0]?.weights ?? [];
}
