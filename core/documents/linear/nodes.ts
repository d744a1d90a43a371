import type { Json } from '../../domain/write.ts'
import type { ObjectPlace } from '../authorship/places.ts'

export type Scalar = null | boolean | number | string

/** What stands at a key: the operation that put it there, and whether it is a counter. */
export interface Slot {
  readonly op: number
  value: Scalar | Node
  readonly counts: boolean
}
export interface MapNode {
  readonly is: 'map'
  /** The record itself is 1. */
  readonly depth: number
  readonly slots: Map<string, Slot>
  /** Undefined where it does not matter who writes. */
  readonly place: ObjectPlace | undefined
}
/** A list, or a text of one character (code point) an element; only what is visible. */
export interface SequenceNode {
  readonly is: 'list' | 'text'
  readonly depth: number
  /** Numbers of the operations that put the elements there. */
  readonly ops: number[]
  readonly values: Scalar[]
  /** Where something was done last. */
  last: number
  /** Of a text: all of it, where that is known. */
  text: string | undefined
  /** Undefined where it does not matter who writes. */
  readonly place: ObjectPlace | undefined
}
export type Node = MapNode | SequenceNode

export function makeNode(is: 'map', depth: number, place: ObjectPlace | undefined): MapNode
export function makeNode(is: Node['is'], depth: number, place: ObjectPlace | undefined): Node
export function makeNode(is: Node['is'], depth: number, place: ObjectPlace | undefined): Node {
  return is === 'map'
    ? { is, depth, slots: new Map(), place }
    : { is, depth, ops: [], values: [], last: -1, text: '', place }
}

/** Puts elements before position `at`. @param text of a text: what they are together */
export function insertElements(
  node: SequenceNode,
  at: number,
  { ops, values, text }: { ops: readonly number[]; values: readonly Scalar[]; text: string },
): void {
  if (at === node.ops.length) {
    for (const op of ops) node.ops.push(op)
    for (const value of values) node.values.push(value)
    if (node.text !== undefined) node.text += text
  } else {
    node.ops.splice(at, 0, ...ops)
    node.values.splice(at, 0, ...values)
    node.text = undefined
  }
  node.last = at + ops.length - 1
}

/** Takes `count` elements out from position `at`. */
export function removeElements(node: SequenceNode, at: number, count: number): void {
  node.ops.splice(at, count)
  node.values.splice(at, count)
  node.text = undefined
}

/** Plain JSON of what a node holds; keys in order. */
export function showNode(node: Node): Json {
  if (node.is !== 'map') return node.is === 'text' ? (node.text ??= node.values.join('')) : [...node.values]
  const shown: { [key: string]: Json } = {}
  for (const key of [...node.slots.keys()].toSorted()) {
    const { value } = node.slots.get(key)!
    shown[key] = isNode(value) ? showNode(value) : value
  }
  return shown
}

export function isNode(value: Scalar | Node): value is Node {
  return typeof value === 'object' && value !== null
}
