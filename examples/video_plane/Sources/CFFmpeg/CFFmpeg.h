// FFmpeg as Swift sees it: its own headers, and static inline functions for what Swift cannot use:
// macros that compute, and arrays in structs, which come in as tuples and take no index.

#ifndef VIDEO_PLANE_CFFMPEG_H
#define VIDEO_PLANE_CFFMPEG_H

// As in Python's pyconfig.h: where two C modules see libc's structs with different members, Swift
// refuses to take them for the same.
#define _GNU_SOURCE 1

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/pixdesc.h>

static inline int ffmpeg_end_of_file(void) { return AVERROR_EOF; }
static inline int ffmpeg_try_again(void) { return AVERROR(EAGAIN); }
static inline int ffmpeg_no_memory(void) { return AVERROR(ENOMEM); }
static inline int ffmpeg_errno(int status) { return AVUNERROR(status); }
static inline int64_t ffmpeg_no_timestamp(void) { return AV_NOPTS_VALUE; }

static inline AVStream *ffmpeg_stream(const AVFormatContext *file, int index) {
  return file->streams[index];
}
static inline AVComponentDescriptor ffmpeg_component(const AVPixFmtDescriptor *format, int index) {
  return format->comp[index];
}
static inline uint8_t *ffmpeg_plane(const AVFrame *frame, int index) { return frame->data[index]; }
static inline int ffmpeg_line_size(const AVFrame *frame, int index) {
  return frame->linesize[index];
}

#endif
