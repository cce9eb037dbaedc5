#include "check.h"
#include "fake_sink.h"
#include "net/gateway.h"
#include "net/link.h"
#include "net/packet.h"
#include "net/uplink.h"
#include "port/clock.h"

static void check_sinks(void)
{
	struct sink *fake = fake_sink_open(), *memory = sink_open("memory", "");
	CHECK(fake->ops->put(fake, "line") == 0 && fake->lines == 1);
	CHECK(memory->ops->put(memory, "line") == 0 && memory->lines == 1);
	fake->ops->close(fake);
	memory->ops->close(memory);
	CHECK(!sink_open("smoke", ""));
}

static void check_packets(void)
{
	struct packet *p;
	unsigned checksum;
	CHECK(packet_make(&p, 7) == 0 && packet_put(p, "\1\2", 2) == 0 && packet_sum(p) == 10);
	packet_free(p);
	CHECK(uplink_beat(&checksum) == 0 && checksum == 'B');
}

int main(void)
{
	struct series *plain = link_listen("north"), *secret = link_listen_tls("south");
	struct clock *clock = clock_new();
	CHECK(plain && plain->capacity == 2 && plain->values[0] == 80);
	CHECK(secret && secret->capacity == 4 && secret->values[0] == 443);
	series_free(plain);
	series_free(secret);
	CHECK(gateway_mean((const double[]){ 1, 2 }, 2) == 1.5);
	CHECK(clock && clock_seconds(clock) >= 0);
	clock_free(clock);
	check_packets();
	check_sinks();
	puts("net ok");
	return 0;
}
