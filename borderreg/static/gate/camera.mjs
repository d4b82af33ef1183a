// The phone's rear camera, and the square of each frame that lies inside the reticle.

const CONSTRAINTS = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
};

/** Start the camera into a video element; throws a DOMException named as getUserMedia names it. */
export async function openCamera(video) {
  if (!navigator.mediaDevices) throw new DOMException("needs https", "SecurityError");
  const stream = await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
  video.srcObject = stream;
  await video.play();
  return new Camera(video, stream);
}

class Camera {
  constructor(video, stream) {
    this.video = video;
    this.stream = stream;
    this.track = stream.getVideoTracks()[0];
  }

  /** Whether it still gives pictures: the system may take a camera away while the page is hidden. */
  get live() {
    return this.track.readyState === "live";
  }

  /** Whether this camera has a light. */
  get hasTorch() {
    return Boolean(this.track.getCapabilities?.().torch);
  }

  setTorch(on) {
    return this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  /** The picture inside the reticle, and nothing outside it; null while there is no frame. */
  grab(reticle) {
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !this.video.videoWidth) return null;
    const { x, y, width, height } = inFrame(this.video, reticle);
    return createImageBitmap(this.video, x, y, width, height);
  }

  stop() {
    this.track.stop();
    this.video.srcObject = null;
  }
}

/** The reticle's rectangle in the pixels of the frame; the video covers its box (object-fit: cover). */
export function inFrame(video, reticle) {
  const box = video.getBoundingClientRect();
  const mark = reticle.getBoundingClientRect();
  const scale = Math.max(box.width / video.videoWidth, box.height / video.videoHeight);
  const left = box.x + (box.width - video.videoWidth * scale) / 2;
  const top = box.y + (box.height - video.videoHeight * scale) / 2;
  const x = Math.max(0, Math.round((mark.x - left) / scale));
  const y = Math.max(0, Math.round((mark.y - top) / scale));
  return {
    x,
    y,
    width: Math.min(Math.round(mark.width / scale), video.videoWidth - x),
    height: Math.min(Math.round(mark.height / scale), video.videoHeight - y),
  };
}
