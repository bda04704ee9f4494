// web/apiary/cube/orbit_test.ts - keys turn, move and zoom the camera, and stop at the poles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turned, type Vector } from './orbit.ts';

const target = { x: 0, y: 0, z: 0 };
const camera = { x: 0, y: 1, z: 2 };
const vector = ([x, y, z]: readonly number[]): Vector => ({ x: x as number, y: y as number, z: z as number });
const distance = ({ x, y, z }: Vector): number => Math.hypot(x, y, z);

test('arrows keep the distance', () => {
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const change = turned(camera, target, key, false);
        assert.ok(change);
        assert.ok(Math.abs(distance(vector(change.position)) - distance(camera)) < 1e-9, key);
        assert.notDeepEqual(change.position, [0, 1, 2]);
    }
});

test('up stops before the pole', () => {
    let position: Vector = camera;
    for (let i = 0; i < 100; i++) position = vector((turned(position, target, 'ArrowUp', false) as { position: number[] }).position);
    assert.ok(position.y < distance(position) && position.y > 0.99 * distance(position));
});

test('plus comes nearer, minus goes away', () => {
    assert.ok(distance(vector(turned(camera, target, '+', false)?.position ?? [])) < distance(camera));
    assert.ok(distance(vector(turned(camera, target, '-', false)?.position ?? [])) > distance(camera));
});

test('with Shift camera and target move together', () => {
    const change = turned(camera, target, 'ArrowRight', true);
    assert.ok(change && change.target[0] > 0);
    assert.deepEqual(change.position.map((value, i) => value - [0, 1, 2][i]!), change.target);
});

test('other keys do nothing', () => assert.equal(turned(camera, target, 'x', false), undefined));
