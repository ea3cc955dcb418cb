import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { readFaceWeights } from './face-weights.ts';

/** What the network answers of a picture, on one of its two grids. */
export interface FaceGrid {
  /** How many pixels lie between two places that are asked. */
  readonly stride: number;
  /** Questions at each place. */
  readonly anchors: number;
  /** How sure, as a logit, one for each place and question, row by row. */
  readonly scores: Float32Array;
  /** Sixteen numbers each; the first four are centre, width and height in pixels, the centre as seen from the place. */
  readonly boxes: Float32Array;
}

/** Sides of what the network is given are multiples of this. */
export const networkStep = 32;

/** Given red, green and blue of each pixel from -1 to 1, row by row; both sides are multiples of `networkStep`. */
export type FaceNetwork = (pixels: Float32Array, width: number, height: number) => readonly FaceGrid[];

const blocks = 31;
/** These make half the size of what they are given. */
const halvingBlocks: readonly number[] = [7, 15, 23];

/**
 * BlazeFace, the variant for 256 pixels (decision 0027). Its layers are laid out here and not read from the graph that
 * comes with its weights, because that one takes a single size: convolutions alone, they find faces anywhere in a picture
 * of any size, in one pass.
 */
export async function openFaceNetwork(): Promise<FaceNetwork> {
  await startBackend();
  const weights = await readFaceWeights();
  const filter = (number: number) => weights.filter(`unknown_${number}`);

  function convolve(input: tf.Tensor4D, number: number, activation: 'linear' | 'relu' = 'linear'): tf.Tensor4D {
    const bias = weights.bias(`unknown_${number + 1}`);
    return tf.fused.conv2d({ x: input, filter: filter(number), bias, strides: 1, pad: 'same', activation });
  }

  /** Adds what it finds to what it was given; at half the size and with more channels where its weights have them. */
  function block(given: tf.Tensor4D, number: number): tf.Tensor4D {
    const stride = halvingBlocks.includes(number) ? 2 : 1;
    const found = convolve(tf.depthwiseConv2d(given, filter(4 * number + 1), stride, 'same'), 4 * number + 3);
    const smaller = stride === 1 ? given : tf.maxPool(given, 2, 2, 'same');
    const missing = found.shape[3] - smaller.shape[3];
    return tf.relu(tf.add(found, missing === 0 ? smaller : tf.pad(smaller, [...unpadded, [0, missing]])));
  }

  function firstLayer(picture: tf.Tensor4D): tf.Tensor4D {
    const [weight, bias] = [weights.filter('unknown'), weights.bias('unknown_0')];
    return tf.fused.conv2d({ x: picture, filter: weight, bias, strides: 2, pad: 'same', activation: 'relu' });
  }

  return (pixels, width, height) => {
    // Each step frees what it is done with: kept until the end, the first layers of a large picture take 300 MB.
    let fine = tf.tidy(() => firstLayer(tf.tensor4d(pixels, [1, height, width, 3])));
    for (let number = 0; number < blocks; number += 1) fine = step(fine, (given) => block(given, number));
    const coarse = tf.tidy(() => convolve(tf.depthwiseConv2d(fine, filter(125), 2, 'same'), 127, 'relu'));
    const grids = [
      { stride: 16, anchors: 2, scores: numbersOf(convolve(fine, 135)), boxes: numbersOf(convolve(fine, 131)) },
      { stride: 32, anchors: 6, scores: numbersOf(convolve(coarse, 133)), boxes: numbersOf(convolve(coarse, 129)) },
    ];
    tf.dispose([fine, coarse]);
    return grids;
  };
}

/** Its program makes every fault of the whole process its own, and ends it: that is for others to decide. */
async function startBackend(): Promise<void> {
  const faults = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Set(faults.flatMap((fault) => process.listeners(fault)));
  setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
  await tf.setBackend('wasm');
  await tf.ready();
  for (const fault of faults)
    for (const listener of process.listeners(fault)) if (!before.has(listener)) process.off(fault, listener);
}

/** Of batch, height and width nothing is padded. */
const unpadded: [number, number][] = [
  [0, 0],
  [0, 0],
  [0, 0],
];

function step(given: tf.Tensor4D, work: (given: tf.Tensor4D) => tf.Tensor4D): tf.Tensor4D {
  const done = tf.tidy(() => work(given));
  given.dispose();
  return done;
}

function numbersOf(tensor: tf.Tensor4D): Float32Array {
  const numbers = Float32Array.from(tensor.dataSync());
  tensor.dispose();
  return numbers;
}
