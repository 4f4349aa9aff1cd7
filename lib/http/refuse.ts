import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError, errorBody } from '../errors.ts';
import { requestIdOf } from './request-id.ts';
import { sendError } from './send.ts';

type ParserError = Error & { readonly code?: string };

/** Gives our shape to the answers that Node's own parser would send empty: 400, 408, 417 and 431. */
export function refuseWhatIsNotHttp(server: Server): void {
  server.on('clientError', refuse);
  server.on('checkExpectation', (req, res) => {
    const id = requestIdOf(req.headers);
    res.setHeader('x-request-id', id);
    const message = 'expect: only 100-continue can be met';
    sendError(req, res, new ApiError(417, 'expectation_failed', message), id);
  });
}

function refuse(error: ParserError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [reason, fault] = faultOf(error);
  const id = requestIdOf({});
  const body = JSON.stringify(errorBody(fault, id));
  socket.end(
    `HTTP/1.1 ${fault.status} ${reason}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `x-request-id: ${id}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function faultOf({ code }: ParserError): readonly [reason: string, fault: ApiError] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [
        'Request Header Fields Too Large',
        new ApiError(431, 'headers_too_large', 'the request headers are too large'),
      ];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [
        'Request Timeout',
        new ApiError(408, 'request_timeout', 'the request did not arrive in time'),
      ];
    default:
      return [
        'Bad Request',
        new ApiError(400, 'malformed_request', 'the request is not valid HTTP'),
      ];
  }
}
