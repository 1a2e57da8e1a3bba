/// RESP2 and RESP3: requests in, replies out, for both ends.
@NullMarked
package dev.larder.protocol.resp;

import org.jspecify.annotations.NullMarked;
