// web/shared/frame_test.ts - the binary frame is read as hive-chart writes it, and refused when it is not one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFrame, FrameError } from './frame.ts';

interface Part {
    name: string;
    type: string;
    values: ArrayBufferView & { length: number };
}

/** A frame as the server makes it: padded JSON, padded columns. */
function encode(meta: object, parts: Part[], version = 1): ArrayBuffer {
    const columns = parts.map(({ name, type, values }) => ({ name, type, length: values.length }));
    const json = JSON.stringify({ ...meta, columns });
    const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
    const chunks = [new Uint8Array(new Uint32Array([0x45564948, version, text.length, 0]).buffer), text];
    for (const { values } of parts) {
        const padded = new Uint8Array(Math.ceil(values.byteLength / 8) * 8);
        padded.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
        chunks.push(padded);
    }
    return concatenate(chunks);
}

function concatenate(chunks: Uint8Array[]): ArrayBuffer {
    const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
    }
    return all.buffer;
}

test('facts and columns of every type come out as they went in', () => {
    const frame = decodeFrame<{ samples: number }>(encode({ samples: 3 }, [
        { name: 't', type: 'f64', values: new Float64Array([1.5, 2.5, 3.5]) },
        { name: 'internal', type: 'f32', values: new Float32Array([34.5, NaN, 35]) },
        { name: 'count', type: 'u32', values: new Uint32Array([4_000_000_000]) },
        { name: 'bin', type: 'i8', values: new Int8Array([-128, 0, 127]) },
    ]));
    assert.equal(frame.meta.samples, 3);
    assert.deepEqual([...frame.column('t', 'f64')], [1.5, 2.5, 3.5]);
    assert.deepEqual([...frame.column('internal', 'f32')], [34.5, NaN, 35]);
    assert.deepEqual([...frame.column('count', 'u32')], [4_000_000_000]);
    assert.deepEqual([...frame.column('bin', 'i8')], [-128, 0, 127]);
});

test('columns are views into the answer, not copies', () => {
    const bytes = encode({}, [{ name: 't', type: 'f64', values: new Float64Array([1]) }]);
    assert.equal(decodeFrame(bytes).column('t', 'f64').buffer, bytes);
});

test('a frame without columns has none', () => {
    assert.throws(() => decodeFrame(encode({}, [])).column('t', 'f64'), FrameError);
});

test('a column asked for as another type is refused', () => {
    const frame = decodeFrame(encode({}, [{ name: 't', type: 'f64', values: new Float64Array(1) }]));
    assert.throws(() => frame.column('t', 'f32'), /no column t of f32/);
});

const good = encode({}, [{ name: 't', type: 'f64', values: new Float64Array(4) }]);
const refused: [why: string, bytes: ArrayBuffer, message: RegExp][] = [
    ['nothing', new ArrayBuffer(0), /shorter than its header/],
    ['a page instead of a frame', new TextEncoder().encode('<!doctype html><title>').buffer as ArrayBuffer, /not a frame/],
    ['another version', encode({}, [], 2), /version 2/],
    ['facts that end too early', good.slice(0, 20), /cut short in its facts/],
    ['a column that ends too early', good.slice(0, good.byteLength - 8), /cut short in column t/],
    ['a type that nobody knows', encode({}, [{ name: 't', type: 'f16', values: new Float32Array(1) }]), /unknown type f16/],
];
for (const [why, bytes, message] of refused) {
    test(`refuses ${why}`, () => assert.throws(() => decodeFrame(bytes), message));
}
