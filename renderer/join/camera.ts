import { QrReader } from './qr-reader.ts'

/** Pause between two looks, in milliseconds: a code is found within half a second, the laptop stays cool. */
const LOOK_MS = 120

export type CameraProblem = 'none' | 'refused' | 'busy'

export interface Camera {
  readonly stream: MediaStream
  /** Ends the camera and the reading. Safe twice. */
  stop(): void
}

/**
 * Opens a camera and reads codes from it into `onCode` until stopped; the same code may come again.
 * @returns the camera, or why there is none
 */
export async function openCamera(
  video: HTMLVideoElement,
  onCode: (text: string) => void,
): Promise<Camera | CameraProblem> {
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices
  if (devices === undefined) return 'none'
  let stream: MediaStream
  try {
    stream = await devices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false })
  } catch (error) {
    return problemOf(error)
  }
  const reader = new QrReader()
  let stopped = false
  const look = async (): Promise<void> => {
    if (stopped) return
    const { videoWidth: width, videoHeight: height } = video
    const text = width > 0 ? await reader.read(video, { width, height }) : undefined
    if (stopped) return
    if (text !== undefined) onCode(text)
    setTimeout(() => void look(), LOOK_MS)
  }
  video.srcObject = stream
  void video.play().catch(() => undefined)
  void look()
  return {
    stream,
    stop() {
      stopped = true
      reader.close()
      for (const track of stream.getTracks()) track.stop()
      video.srcObject = null
    },
  }
}

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none'
}
